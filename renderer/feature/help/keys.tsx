const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    '处处',
    [
      ['Ctrl K', '搜索机构和命令'],
      ['Ctrl Z · Ctrl Y', '撤销 · 重做，写明是哪一步'],
      ['Ctrl 1…8', '本机构的八个页面'],
      ['Ctrl Shift F', '进入或离开现场模式'],
      ['Alt ↑ · Alt ↓', '上一家 · 下一家，同一页面'],
      ['Alt ←', '推导后退'],
      ['F6', '下一区域'],
      ['F8 · Shift F8', '本页下一处 · 上一处问题'],
      ['F1', '本页的帮助'],
      ['Ctrl B', '收起左栏'],
      ['Esc', '还原输入，关闭推导'],
    ],
  ],
  [
    '录入格',
    [
      ['Enter · Shift Enter', '下 · 上'],
      ['Tab · Shift Tab', '右 · 左'],
      ['F2', '在原文里改'],
      ['Ctrl 方向键', '到一段的边上'],
      ['Shift 方向键', '选一块'],
      ['Ctrl C · V', '复制 · 粘贴整块'],
      ['Ctrl D · R', '向下 · 向右填充'],
      ['- · Delete · 0', '不适用 · 未报 · 零'],
    ],
  ],
  [
    '机构列表',
    [
      ['/', '筛选'],
      ['↑ ↓', '选择'],
      ['Enter', '打开'],
    ],
  ],
]

/** Every key. */
export function Keys() {
  return (
    <div className="keymap">
      {KEYS.map(([where, keys]) => (
        <dl className="keys" key={where}>
          <dt className="dim">{where}</dt>
          <dd />
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  )
}
