console.log('shotcaller');
