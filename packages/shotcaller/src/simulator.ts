/** OpenRouter's video API offline. The package of its own is `@shotcaller/simulator`. */
export * from '@shotcaller/simulator';
