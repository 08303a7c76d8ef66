import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Times by the clock are held on machines that run browsers and databases beside the tests.
    retry: process.env.CI ? 2 : 0,
    // Much of the time is waited for servers and other processes: one worker a core, where the default leaves one idle.
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
