// A real PostgreSQL for benches, and what it costs the machine. It waits for the disk, as in earnest.
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

/** `undefined`: there is none here. */
export async function startPostgres() {
  const { bundle } = await import('../tests/crash/bundle.mjs');
  const module = await import(pathToFileURL(await bundle('packages/shotcaller/test/jobs/postgres-server.ts')).href);
  return module.startPostgres({ syncs: true });
}

/** Answers a function that says how many milliseconds of processor the server has used so far, in all its processes. */
export async function serverClock(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('show data_directory');
  await client.end();
  const postmaster = Number(readFileSync(`${rows[0].data_directory}/postmaster.pid`, 'utf8').split('\n')[0]);
  return () => {
    let ticks = 0;
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        // After the name in brackets, which may hold spaces: state, parent, …, own and waited-for time.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
        if (Number(name) === postmaster) ticks += [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
        else if (Number(fields[1]) === postmaster) ticks += Number(fields[11]) + Number(fields[12]);
      } catch {
        // It has just ended.
      }
    }
    return ticks * 10;
  };
}
