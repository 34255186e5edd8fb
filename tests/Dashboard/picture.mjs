// Takes a picture of a page: node picture.mjs ADDRESS FILE [light|dark] [WIDTHxHEIGHT] [SECTION]. Where Chromium is not in the path, IPMIPS_CHROMIUM names it.
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const [address, path, colorScheme = 'light', size = '1280x900', section] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number);
const executablePath = process.env.IPMIPS_CHROMIUM || execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--hide-scrollbars'] });
const page = await (await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })).newPage();
await page.goto(address);
if (address.startsWith('http')) await page.locator('#live', { hasText: 'Connected' }).waitFor();
if (section) await page.evaluate(id => document.getElementById(id).scrollIntoView(), section);
await page.waitForTimeout(500);
await page.screenshot({ path });
await browser.close();
