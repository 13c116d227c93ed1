/** Sources are read as they are; pages talk over sockets to the API that `world/begin.js` starts. */
module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/{journeys,sources}/*.test.js'],
  globalSetup: '<rootDir>/world/begin.js',
  globalTeardown: '<rootDir>/world/end.js',
  setupFiles: ['<rootDir>/world/simulated.js', '<rootDir>/world/files.js'],
  roots: ['<rootDir>'],
  transform: {},
  testTimeout: 60000,
  maxWorkers: 2,
};
