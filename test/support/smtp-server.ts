import { createServer, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';

/** A mail as the server was given it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came, with `\n` ends. */
  readonly data: string;
}

/** A mail server that keeps what it is given. */
export interface SmtpServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** The next so many mails are refused with this reply, such as `451 busy`. */
  refuse(reply: string, times: number): void;
}

const addressIn = (line: string): string => /<([^>]*)>/u.exec(line)?.[1] ?? '';

/** Speaks as much SMTP (RFC 5321) as a client needs to hand a mail in. */
export async function smtpServer(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusal = { reply: '', times: 0 };

  function converse(socket: Socket): void {
    let buffer = '';
    let mail: { from: string; to: string[]; data: string[] } = { from: '', to: [], data: [] };
    let inData = false;
    const say = (reply: string) => socket.write(`${reply}\r\n`);

    function command(line: string): void {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO' || verb === 'HELO') say('250 test');
      else if (verb === 'MAIL') {
        if (refusal.times > 0) {
          refusal.times -= 1;
          say(refusal.reply);
          return;
        }
        mail = { from: addressIn(line), to: [], data: [] };
        say('250 ok');
      } else if (verb === 'RCPT') {
        mail.to.push(addressIn(line));
        say('250 ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }

    function take(line: string): void {
      if (!inData) return command(line);
      if (line !== '.') {
        mail.data.push(line);
        return;
      }
      inData = false;
      mails.push({ from: mail.from, to: mail.to, data: mail.data.join('\n') });
      say('250 kept');
    }

    socket.on('data', (chunk) => {
      buffer += chunk.toString();
      const lines = buffer.split('\r\n');
      buffer = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    socket.on('error', () => undefined);
    say('220 test');
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    refuse(reply, times) {
      refusal = { reply, times };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
