import type { ThemeConfig } from 'antd'

const FONT =
  '"Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC Variable", sans-serif'

/** The component library in our measures and colours; the values are those of tokens.css. */
export const THEME = {
  token: {
    colorPrimary: '#2451c2',
    colorLink: '#2451c2',
    colorInfo: '#2451c2',
    colorError: '#b3261e',
    colorWarning: '#8a5700',
    colorSuccess: '#1c6a4b',
    colorText: '#17202c',
    colorTextSecondary: '#465264',
    colorTextTertiary: '#5c697b',
    colorTextPlaceholder: '#5c697b',
    colorBgLayout: '#f3f5f8',
    colorBgContainer: '#ffffff',
    colorFillAlter: '#f8f9fb',
    colorBorder: '#8792a2',
    colorBorderSecondary: '#dce1e8',
    colorSplit: '#e9edf2',
    controlItemBgActive: '#eaf0fc',
    fontFamily: FONT,
    fontSize: 13,
    fontSizeSM: 12,
    fontSizeLG: 14,
    lineHeight: 20 / 13,
    fontWeightStrong: 600,
    sizeUnit: 4,
    controlHeight: 28,
    controlHeightSM: 24,
    controlHeightLG: 36,
    borderRadius: 5,
    borderRadiusSM: 3,
    borderRadiusLG: 8,
    motion: false,
    wireframe: false,
  },
  components: {
    Button: { defaultBorderColor: '#b9c2ce', defaultShadow: 'none', primaryShadow: 'none', fontWeight: 400 },
    Input: {
      activeShadow: '0 0 0 2px rgba(36,81,194,.25)',
      errorActiveShadow: '0 0 0 2px rgba(179,38,30,.22)',
    },
    Segmented: { trackBg: '#ffffff', itemSelectedBg: '#eaf0fc', itemSelectedColor: '#2451c2', trackPadding: 0 },
  },
} satisfies ThemeConfig
