const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host, with or without a port, is this machine, whoever resolves the name (RFC 6761 section 6.3). */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host.replace(/:\d*$/, "").toLowerCase());
