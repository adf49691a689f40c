import type { Draw } from "./random.ts";

const SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜".split("");
const GIVEN =
  "安 白 春生 大勇 芳 国平 海燕 和 建明 静 兰英 立 美玲 宁 青山 如意 思远 文 晓东 秀珍 雪 燕 阳 一鸣 玉梅 云 泽 志强 子涵".split(
    " ",
  );
const PSEUDONYMS =
  "山茶 小满 江边的人 一盏灯 老顾客 过路的风 三月 隔壁老王 橘子汽水 早班车 半亩田 听雨 白鹭 阿福的妈妈 数学老师 跑步的人 无名指 桂花糕 夜班护士 第七排".split(
    " ",
  );
const MESSAGES = [
  "替我爷爷捐的。",
  "一点心意。",
  "希望饭是热的。",
  "女儿今天满六岁。",
  "看到账本才放心。",
  "少喝一杯奶茶。",
  "谢谢送餐的师傅。",
  "我也是从那条山路走出来的。",
  "好好的。",
  "每个月一次，第七个月。",
  "不用回信。",
  "愿大家平安。",
  "考上了，还愿。",
  "老板说今天算他的。",
  "小小一分。",
  "给没见过面的小朋友。",
];

const UNIT_HEADS =
  "县第二小学 市人民医院 供电所 农商银行支行 县图书馆 自来水公司 税务分局 机关幼儿园 实验中学 客运站 邮政支局 商会 青年企业家协会 物流园 园林绿化队 乡镇卫生院 职业学校 气象站 新华书店 粮食收储公司 水文站 石料厂 纺织厂 机床厂 汽修厂 茶叶合作社 果蔬合作社 养蜂合作社 竹编厂 包装厂".split(
    " ",
  );
const ENTERPRISE_HEADS =
  "青桐机械 云岭食品 春江纸业 合岭建材 大同电子 明远物流 长河纺织 顺风汽贸 江南水泵 丰禾农业 百川环保 金石工程 绿野园艺 永泰五金 晨光包装 东篱文具 海潮皮革 清溪酒业 六合机电 飞云软件".split(
    " ",
  );
const SHOP_HEADS =
  "一味面馆 桐君茶铺 富春旧书店 瑶琳客栈 分水制笔厂 老街豆腐 江边照相馆 晨曦花店 阿婆酱菜 山野菌行 迎春布店 小桥理发 码头鱼庄 半坡民宿 石板糕团 青瓷小铺 竹里馆 东门药房 二姐早餐 渡口修车 春泥陶吧 橘井水果 南门眼镜".split(
    " ",
  );

export type LargeGiver = "units" | "enterprises" | "merchants";
const HEADS: Record<LargeGiver, readonly string[]> = {
  units: UNIT_HEADS,
  enterprises: ENTERPRISE_HEADS,
  merchants: SHOP_HEADS,
};

/** An invented giver of a large sum; the place keeps two of the same name apart. */
export const largeGiverName = (draw: Draw, who: LargeGiver, place: string): string =>
  who === "merchants" ? `${draw.pick(HEADS[who])}（演示）` : `${place}${draw.pick(HEADS[who])}（演示）`;

export const personName = (draw: Draw): string => `${draw.pick(SURNAMES)}${draw.pick(GIVEN)}`;
export const pseudonym = (draw: Draw): string => draw.pick(PSEUDONYMS);
export const message = (draw: Draw): string => draw.pick(MESSAGES);
