import { db } from "#app/lib/db.server.ts";

type Place = readonly [code: string, name: string, nameEn: string];

const COUNTIES_OF_HANGZHOU: readonly Place[] = [
  ["330102", "上城区", "Shangcheng"],
  ["330105", "拱墅区", "Gongshu"],
  ["330106", "西湖区", "Xihu"],
  ["330108", "滨江区", "Binjiang"],
  ["330109", "萧山区", "Xiaoshan"],
  ["330110", "余杭区", "Yuhang"],
  ["330111", "富阳区", "Fuyang"],
  ["330112", "临安区", "Lin'an"],
  ["330113", "临平区", "Linping"],
  ["330114", "钱塘区", "Qiantang"],
  ["330122", "桐庐县", "Tonglu"],
  ["330127", "淳安县", "Chun'an"],
  ["330182", "建德市", "Jiande"],
];

/** County, then its townships as "last three digits, name, name in English". */
const TOWNSHIPS: Record<string, string> = {
  "330122": `002 旧县街道 Jiuxian|003 桐君街道 Tongjun|004 城南街道 Chengnan|005 凤川街道 Fengchuan|101 富春江镇 Fuchunjiang|102 横村镇 Hengcun|109 分水镇 Fenshui|110 瑶琳镇 Yaolin|112 百江镇 Baijiang|113 江南镇 Jiangnan|201 莪山畲族乡 Eshan She|202 钟山乡 Zhongshan|204 新合乡 Xinhe|210 合村乡 Hecun`,
  "330481": `001 硖石街道 Xiashi|002 海洲街道 Haizhou|003 海昌街道 Haichang|004 马桥街道 Maqiao|101 许村镇 Xucun|103 长安镇 Chang'an|105 周王庙镇 Zhouwangmiao|106 丁桥镇 Dingqiao|107 斜桥镇 Xieqiao|108 黄湾镇 Huangwan|110 盐官镇 Yanguan|112 袁花镇 Yuanhua`,
  "330702": `001 城东街道 Chengdong|002 城中街道 Chengzhong|003 城西街道 Chengxi|004 城北街道 Chengbei|005 江南街道 Jiangnan|006 三江街道 Sanjiang|007 西关街道 Xiguan|008 秋滨街道 Qiubin|009 新狮街道 Xinshi|100 罗店镇 Luodian|101 雅畈镇 Yafan|102 安地镇 Andi|103 白龙桥镇 Bailongqiao|104 琅琊镇 Langya|105 蒋堂镇 Jiangtang|106 汤溪镇 Tangxi|107 罗埠镇 Luobu|108 洋埠镇 Yangbu|201 乾西乡 Qianxi|202 竹马乡 Zhuma|203 长山乡 Changshan|204 箬阳乡 Ruoyang|205 沙畈乡 Shafan|206 塔石乡 Tashi|208 莘畈乡 Shenfan|209 苏孟乡 Sumeng`,
  "340722": `106 横埠镇 Hengbu|107 项铺镇 Xiangpu|108 钱桥镇 Qianqiao|109 麒麟镇 Qilin|110 义津镇 Yijin|111 浮山镇 Fushan|112 会宫镇 Huigong|113 官埠桥镇 Guanbuqiao|114 钱铺镇 Qianpu|115 金社镇 Jinshe|116 白柳镇 Bailiu|117 雨坛镇 Yutan|118 枞阳镇 Zongyang|119 欧山镇 Oushan|120 汤沟镇 Tanggou|205 白梅乡 Baimei`,
};

const ABOVE: readonly (readonly [...Place, level: string, parent: string | null, units: number | null])[] = [
  ["33", "浙江省", "Zhejiang", "province", null, null],
  ["34", "安徽省", "Anhui", "province", null, null],
  ["3301", "杭州市", "Hangzhou", "city", "33", 13],
  ["3304", "嘉兴市", "Jiaxing", "city", "33", null],
  ["3307", "金华市", "Jinhua", "city", "33", null],
  ["3407", "铜陵市", "Tongling", "city", "34", null],
  ...COUNTIES_OF_HANGZHOU.map(
    ([code, name, nameEn]) => [code, name, nameEn, "county", "3301", code === "330122" ? 14 : null] as const,
  ),
  ["330481", "海宁市", "Haining", "county", "3304", 12],
  // Eight of the 26 townships are run by the development zone of Jinhua, not by the district.
  ["330702", "婺城区", "Wucheng", "county", "3307", 18],
  ["340722", "枞阳县", "Zongyang", "county", "3407", 16],
];

export const townshipsOf = (county: string): { code: string; name: string; nameEn: string }[] =>
  (TOWNSHIPS[county] ?? "").split("|").map((line) => {
    const [digits = "", name = "", ...english] = line.split(" ");
    return { code: `${county}${digits}`, name, nameEn: english.join(" ") };
  });

/** Divisions of the five places with all their townships (codes: domain supplement, section 11). */
export async function writePlaces(): Promise<number> {
  const rows = [
    ...ABOVE.map(([code, name, nameEn, level, parent, units]) => ({
      code,
      name,
      nameEn,
      level,
      parent,
      units,
    })),
    ...Object.keys(TOWNSHIPS).flatMap((county) =>
      townshipsOf(county).map((town) => ({ ...town, level: "town", parent: county, units: null })),
    ),
  ];
  await db.run(
    `insert into division (code, name, name_en, level, parent_code, units_administered)
     select code, name, "nameEn", level, parent, units
     from jsonb_to_recordset($1::jsonb) as g(code text, name text, "nameEn" text, level text, parent text, units int)
     on conflict (code) do nothing`,
    [JSON.stringify(rows)],
  );
  return rows.length;
}
