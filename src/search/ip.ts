import { BlockList, isIP } from 'node:net';
import { badUserInput } from '../model/fault.ts';

export type IpBlock = BlockList;

/** A CIDR block of either family. Throws BAD_USER_INPUT for what is none. */
export function parseBlock(text: string, path: string): IpBlock {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
  if (version === 0 || !isPrefix || rest.length > 0) {
    throw badUserInput(
      `${path}: expected a CIDR block such as "10.0.0.0/8" or "2001:db8::/32", got ${JSON.stringify(text.slice(0, 80))}.`,
    );
  }
  const block = new BlockList();
  block.addSubnet(address, Number(prefix), version === 4 ? 'ipv4' : 'ipv6');
  return block;
}

/** False for what is no address: platform calls record host names. */
export function isInside(text: string, block: IpBlock): boolean {
  const version = isIP(text);
  return version !== 0 && block.check(text, version === 4 ? 'ipv4' : 'ipv6');
}
