import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The key of a TLS server and its certificate chain. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Valid and invalid certificates in PEM, and the root that signed them. */
export interface Certificates {
  readonly root: string;
  readonly intermediate: string;
  /** The certificate revocation list of the root. */
  readonly revocations: string;
  readonly good: ServerCertificate;
  readonly selfSigned: ServerCertificate;
  readonly selfSignedInChain: ServerCertificate;
  readonly ofIntermediate: ServerCertificate;
  readonly withIntermediate: ServerCertificate;
  readonly expired: ServerCertificate;
  readonly notYetValid: ServerCertificate;
  readonly revoked: ServerCertificate;
  readonly otherHost: ServerCertificate;
  /** Its signature is invalid. */
  readonly forged: ServerCertificate;
}

const CONFIG = `[ca]
default_ca = root
[root]
new_certs_dir = .
database = index.txt
serial = serial
default_md = sha256
default_days = 2
default_crl_days = 2
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
`;

const KEY_TYPE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const LOCALHOST = "subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Creates the certificates with openssl. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  try {
    return makeIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeIn(folder: string): Certificates {
  const openssl = (...args: readonly string[]): unknown =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  writeFileSync(join(folder, "ca.cnf"), CONFIG);
  writeFileSync(join(folder, "index.txt"), "");
  writeFileSync(join(folder, "serial"), "1000\n");
  const selfSign = (name: string, subject: string): unknown =>
    openssl(
      "req",
      "-x509",
      ...KEY_TYPE,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-days",
      "2",
      ...subjectOf(subject),
    );
  const byRoot = ["-cert", "root.pem", "-keyfile", "root.key"];
  const sign = (name: string, subject: string, ...options: readonly string[]): ServerCertificate => {
    openssl("req", "-new", ...KEY_TYPE, "-keyout", `${name}.key`, "-out", `${name}.csr`, ...subjectOf(subject));
    const issuer = options.includes("-cert") ? [] : byRoot;
    openssl(
      "ca",
      "-batch",
      "-notext",
      "-config",
      "ca.cnf",
      "-in",
      `${name}.csr`,
      "-out",
      `${name}.pem`,
      ...issuer,
      ...options,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  selfSign("root", "/CN=Test root");
  selfSign("alone", "/CN=localhost");
  sign("intermediate", "/CN=Test intermediate", "-extfile", writeExtensions(folder));
  const ofIntermediate = sign("leaf", "/CN=localhost", "-cert", "intermediate.pem", "-keyfile", "intermediate.key");
  const good = sign("good", "/CN=localhost");
  const revoked = sign("revoked", "/CN=localhost");
  openssl("ca", "-config", "ca.cnf", ...byRoot, "-revoke", "revoked.pem");
  openssl("ca", "-config", "ca.cnf", ...byRoot, "-gencrl", "-out", "root.crl");
  return {
    root: read("root.pem"),
    intermediate: read("intermediate.pem"),
    revocations: read("root.crl"),
    good,
    selfSigned: { key: read("alone.key"), cert: read("alone.pem") },
    selfSignedInChain: { ...good, cert: good.cert + read("root.pem") },
    ofIntermediate,
    withIntermediate: { ...ofIntermediate, cert: ofIntermediate.cert + read("intermediate.pem") },
    expired: sign("expired", "/CN=localhost", "-startdate", "20200101000000Z", "-enddate", "20210101000000Z"),
    notYetValid: sign("future", "/CN=localhost", "-startdate", "20480101000000Z", "-enddate", "20490101000000Z"),
    revoked,
    otherHost: sign("other", "/CN=other.example"),
    forged: { ...good, cert: forge(good.cert) },
  };
}

function subjectOf(subject: string): readonly string[] {
  if (subject === "/CN=localhost") return ["-subj", subject, "-addext", LOCALHOST];
  return subject.startsWith("/CN=Test")
    ? ["-subj", subject]
    : ["-subj", subject, "-addext", "subjectAltName=DNS:other.example"];
}

function writeExtensions(folder: string): string {
  writeFileSync(join(folder, "ca.ext"), "basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n");
  return "ca.ext";
}

/** Changes the last byte of a certificate, which belongs to its signature. */
function forge(pem: string): string {
  const [begin = "", ...lines] = pem.trim().split("\n");
  const end = lines.pop() ?? "";
  const bytes = Buffer.from(lines.join(""), "base64");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return [begin, bytes.toString("base64"), end, ""].join("\n");
}
