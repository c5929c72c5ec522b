export default { eleventyComputed: { title: (data) => data.x } };
