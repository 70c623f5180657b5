import DefaultTheme from "vitepress/theme";
import "./style.css";

// VitePress takes the theme from a default export.
export default DefaultTheme;
