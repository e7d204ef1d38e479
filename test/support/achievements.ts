/** The body of a request that creates an achievement. */
export const ACHIEVEMENT = {
  name: 'Slayer',
  description: 'Defeat the dragon.',
  image_url: 'https://example.test/dragon.png',
  type: 'dragon',
  position: 1,
};
