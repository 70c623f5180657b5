/** Candidate strings inside and outside of each format. ajv decides on which side each counts. */
interface FormatSamples {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

const SAMPLES: Readonly<Record<string, FormatSamples>> = {
  date: {
    accepted: ["2024-02-29", "2026-12-31", "2000-01-01"],
    refused: ["2023-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "2026-01-01T00:00:00Z", "20260101"],
  },
  time: { accepted: ["23:59:59Z", "00:00:00.5+01:30"], refused: ["24:00:00Z", "23:60:00Z", "12:00", "12:00:00"] },
  "date-time": {
    accepted: ["2024-02-29T23:59:59Z", "2026-01-01T00:00:00.123+05:30"],
    refused: [
      "2023-02-29T00:00:00Z",
      "2026-01-01T25:00:00Z",
      "2026-01-01T00:00:00",
      "2026-01-01",
      "2026-13-01T00:00:00Z",
    ],
  },
  "iso-time": { accepted: ["23:59:59Z", "23:59:59"], refused: ["24:00:00", "12:00"] },
  "iso-date-time": {
    accepted: ["2024-02-29T23:59:59Z", "2024-02-29T23:59:59"],
    refused: ["2023-02-29T00:00:00", "2026-01-01"],
  },
  duration: { accepted: ["P1D", "PT1H30M", "P2W", "P1Y2M3DT4H5M6S"], refused: ["P", "PT", "1D", "P1S", "P1D2H"] },
  uri: {
    accepted: ["https://example.com/a", "urn:isbn:0451450523", "http://[2001:db8::1]:8080/x?y=z#f"],
    refused: [
      "example.com",
      "/a",
      "http://a b",
      "//example.com/a",
      "https://exa mple.com/a",
      "http://[::1",
      "https://example.com/%zz",
    ],
  },
  "uri-reference": {
    accepted: ["/a/b?c#d", "https://example.com/a", "#f", "../x"],
    refused: ["\\a", "http://a b", "/a b", "%zz"],
  },
  "uri-template": { accepted: ["https://example.com/{id}", "/a/{b,c}"], refused: ["/a/{b", "/a/b}", "{|}"] },
  url: {
    accepted: ["https://example.com/a", "http://example.com:8080/x?y"],
    refused: ["example.com", "/a", "http://", "https://a b"],
  },
  email: {
    accepted: ["a@example.com", "first.last+tag@sub.example.org"],
    refused: ["a", "@example.com", "a@", "a b@example.com", "a@@example.com", "a@.com"],
  },
  hostname: {
    accepted: ["example.com", "a", "a-b.example"],
    refused: ["-a.example", "a_b.example", "a b", "a..b", ""],
  },
  ipv4: {
    accepted: ["0.0.0.0", "255.255.255.255", "192.168.1.10"],
    refused: ["256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d"],
  },
  ipv6: {
    accepted: ["::1", "2001:db8::8a2e:370:7334", "::ffff:1.2.3.4"],
    refused: ["12345::", "::1::", "1:2:3:4:5:6:7", "g::1"],
  },
  uuid: {
    accepted: ["0f8fad5b-d9cb-469f-a165-70867728950e", "00000000-0000-0000-0000-000000000000"],
    refused: [
      "0f8fad5b-d9cb-469f-a165-70867728950",
      "0f8fad5bd9cb469fa16570867728950e",
      "gf8fad5b-d9cb-469f-a165-70867728950e",
    ],
  },
  "json-pointer": { accepted: ["", "/a/b~0c~1d"], refused: ["a", "/a~2", "/~"] },
  "relative-json-pointer": { accepted: ["0", "1/a", "2#"], refused: ["/a", "-1", "01"] },
  "json-pointer-uri-fragment": { accepted: ["#", "#/a"], refused: ["/a", "#a"] },
  regex: { accepted: ["^a+$", "a|b"], refused: ["(", "[a", "*"] },
  byte: { accepted: ["aGVsbG8=", "", "YQ=="], refused: ["a", "aGVsbG8", "a$==", "===="] },
};

const ANYTHING: FormatSamples = {
  accepted: ["text", "a", "0", "https://example.com/a", "2024-02-29"],
  refused: ["", " ", "text", "a b", "-", "0", "\u0000", "%zz", "{", "@", "☃"],
};

/** Returns strings to try for a format, known or not. */
export function samplesOf(format: string): FormatSamples {
  return SAMPLES[format] ?? ANYTHING;
}
