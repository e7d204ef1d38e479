// @ts-check
import { showLocalTimes } from './checkout-time.js';

showLocalTimes();
