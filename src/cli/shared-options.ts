import { getTaskPolling } from "../../generated/constants.ts";
import type { Option } from "./arguments.ts";

/** How the API is reached. */
export const connecting: readonly Option[] = [
  {
    name: "api-key-file",
    value: "FILE|-",
    help: "Read the API key from a file, or from stdin. Default: EVOLINK_API_KEY in the environment.",
  },
  {
    name: "base-url",
    value: "URL",
    help: "Base URL of the API, https unless it is loopback. Default: EVOLINK_BASE_URL in the environment, else the contract's server.",
  },
];

/** How a command speaks. */
export const speaking: readonly Option[] = [
  { name: "json", help: 'One JSON value on stdout and nothing else: what the API answered, or {"error": …}.' },
  { name: "quiet", help: "On stderr only the id of a created task, and errors." },
];

/** How a task is followed. */
export const waiting: readonly Option[] = [
  {
    name: "out",
    value: "FILE",
    help: "Save the video there. It is written whole or not at all; a download that broke off is resumed.",
  },
  { name: "overwrite", help: "Replace what is at --out." },
  {
    name: "interval",
    value: "SECONDS",
    help: `Seconds between two looks. Default: ${getTaskPolling.interval_seconds}, in the beginning fewer looks.`,
  },
  {
    name: "max-wait",
    value: "SECONDS",
    help: `Give up waiting after so many seconds; the task goes on. Default: ${getTaskPolling.max_wait_seconds}.`,
  },
];
