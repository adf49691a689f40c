/** Tells an enterprise that its address gets nothing any more, in both languages. */
export function turnedOffMail({
  url,
  reason,
  link,
}: {
  url: string;
  reason: "failures" | "gone";
  link: string;
}): { subject: string; text: string } {
  const host = new URL(url).host;
  const [why, whyEn] =
    reason === "gone"
      ? ["它回答 410，表示不再接收。", "It answered 410: it takes no messages any more."]
      : ["它连续三天没有收下任何一条。", "It has taken nothing for three days."];
  return {
    subject: `通知地址已停用：${host} · Webhook turned off: ${host}`,
    text: [
      `我们不再向 ${host} 发送通知。${why}`,
      "没有送到的通知都还在。修好后请打开下面的页面，重新启用它，没送到的会再送。",
      "",
      `We no longer send messages to ${host}. ${whyEn}`,
      "Nothing is lost: once it works again, turn it on on this page and what it missed is sent again.",
      "",
      link,
    ].join("\n"),
  };
}
