/** Something was asked of a Shotcaller after its `close`, or was on its way to begin when it closed. Nothing was sent or bought for it. */
export class ShotcallerClosed extends Error {
  override readonly name = 'ShotcallerClosed';
  readonly code = 'shotcaller_closed';

  constructor() {
    super(
      'This Shotcaller was closed. Nothing was sent and nothing was bought. Call createShotcaller again with the same options; jobs that were bought before run on at OpenRouter, and resume() of the new one goes on with them.',
    );
  }
}
