// Style sheets that esbuild bundles beside an island.
declare module "*.css";
