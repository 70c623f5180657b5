export { assertWritable, type WritableOptions } from "./destination.ts";
export { DownloadError, type DownloadErrorDetails, type DownloadReason } from "./download-error.ts";
export { download, type DownloadResult } from "./download.ts";
export type { DownloadFetch } from "./follow-link.ts";
export { linksExpireAt } from "./links-expire-at.ts";
export type { DownloadOptions, DownloadProgress } from "./options.ts";
export type { TaskReader } from "../callback/task-reader.ts";
