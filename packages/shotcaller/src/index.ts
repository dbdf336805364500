export * from '@shotcaller/core';
