import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Address {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/**
 * Gives the URL at which the server can be reached from this machine. Rejects when the address cannot be had; `section`
 * of the configuration is where to change it.
 */
export function listenOn(server: Server, { host, port }: Address, section: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => {
      const advice = `Change ${section}.host or ${section}.port.`;
      reject(new Error(`Cannot listen on ${host}, port ${port}: ${cause.message}. ${advice}`, { cause }));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve(urlOf(server.address()));
    });
  });
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return 'http://localhost';
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  const host = isAny ? 'localhost' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
