/** Why a local image cannot be sent. */
export type ImageInputErrorCode =
  | 'not_local'
  | 'file_missing'
  | 'file_is_folder'
  /** A pipe, a device, a socket. */
  | 'file_is_other'
  | 'file_unreadable'
  | 'data_url_unreadable'
  | 'too_large'
  | 'not_an_image'
  | 'size_unreadable'
  | 'cut_off'
  | 'too_many_pixels';

/** A local image that cannot be sent. The caller gives another one. */
export class ImageInputError extends Error {
  override readonly name = 'ImageInputError';
  readonly code: ImageInputErrorCode;

  constructor(code: ImageInputErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
