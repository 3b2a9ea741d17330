/** The audience of tokens for PingOne's own API, whatever host it is reached by, as the resource `PingOne API` of every environment has it. */
export const PINGONE_AUDIENCE = "https://api.pingone.com";
