// A shard as a process of its own: a bare client that its supervisor tells which shard it is.
import { Client, Events, GatewayIntentBits } from 'discord.js';

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.argv[2] } });
client.on(Events.ShardDisconnect, () => process.exit(1));
process.once('SIGTERM', () => client.destroy().then(() => process.exit(0)));
await client.login();
