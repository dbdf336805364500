import { expect, it } from 'vitest';
import { boat, simulatedGateway } from './simulated-gateway.ts';

const order = { model: 'auto', ...boat };
const fallback = { 'X-Shotcaller-Fallback': '1' };

/** Something that is waited for until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

it('between an attempt that failed and its fallback no poll says that the job has ended', async () => {
  const [reached, letOn] = [gate(), gate()];
  // The job stands before its second attempt until it is let on.
  const checkpoint = async (name: string) => {
    if (name !== 'fallback:planned') return;
    reached.open();
    await letOn.opened;
  };
  await using home = await simulatedGateway({ simulator: { scenario: 'job-failed' }, shotcaller: { checkpoint } });
  // Whatever fails here, the gateway can be closed.
  using _ = { [Symbol.dispose]: letOn.open };
  const { id } = await (await home.post('/api/v1/videos', order, fallback)).json();
  await reached.opened;
  const wire = async () => (await home.call(`/api/v1/videos/${id}`)).json();
  const own = async () => (await home.call(`/v1/jobs/${id}`)).json();
  expect((await own()).attempts).toMatchObject([{ status: 'failed' }]);
  expect(await wire()).toMatchObject({ status: 'pending' });
  expect(await own()).toMatchObject({ ended: false, wireStatus: 'pending' });
  // Ordered again meanwhile, it is the same job.
  home.later(500);
  expect(await (await home.post('/api/v1/videos', order, fallback)).json()).toMatchObject({ id, status: 'pending' });
  home.simulator.setScenario('');
  letOn.open();
  expect(await home.ended(id)).toMatchObject({ status: 'completed' });
  expect(await own()).toMatchObject({ ended: true, attempts: [{ status: 'failed' }, { status: 'done' }] });
  expect(home.simulator.jobs).toHaveLength(2);
});

it('a job that wanted a fallback and finds none ends as failed', async () => {
  await using home = await simulatedGateway({ simulator: { scenario: 'job-failed' } });
  const answer = await home.post('/api/v1/videos', order, fallback);
  const { id } = await answer.json();
  expect(await home.ended(id)).toMatchObject({ status: 'failed' });
  expect(await (await home.call(`/v1/jobs/${id}`)).json()).toMatchObject({
    ended: true,
    attempts: [{ status: 'failed' }, { status: 'failed' }],
  });
});
