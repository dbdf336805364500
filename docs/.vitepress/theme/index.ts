import DefaultTheme from 'vitepress/theme';
import './console.css';
import './layout.css';
import './tables.css';

export default DefaultTheme;
