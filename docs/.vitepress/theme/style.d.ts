// Vite handles the import of a style sheet.
declare module "*.css";
