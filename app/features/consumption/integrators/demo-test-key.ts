/** The demo's key to try with, for everybody: what it sends is answered and counted nowhere. Only a demo's seed makes it. */
export const DEMO_TEST_KEY = "ms_test_demo-of-everybody";
