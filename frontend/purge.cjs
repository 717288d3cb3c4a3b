// What no page and no module names is left out of the design system's CSS: a phone on a slow line reads less than half of it.
module.exports = {
  css: ['whole.css'],
  content: ['../src/waymend/web/templates/*.html', '../src/waymend/web/app/*.js'],
};
