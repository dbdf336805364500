import DefaultTheme from 'vitepress/theme';
import './console.css';
import './tables.css';

export default DefaultTheme;
