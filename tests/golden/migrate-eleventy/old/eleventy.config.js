export default function (config) {
  config.addPassthroughCopy({ "src/pics": "assets" });
  return { dir: { input: "src" } };
}
