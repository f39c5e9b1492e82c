using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Viewer;

public sealed class RemarkTests
{
    [Fact]
    public async Task Remarks_are_exported_with_the_exams_split_and_class_and_run_no_formula()
    {
        await using FrameServer server = await FrameServer.StartAsync();
        server.Remarks.Add(Actor.Owner("ada"), "eyes", "b_R", "=HYPERLINK(\"http://x\"), see \"late\" frames", doubtful: true);
        server.Remarks.Add(Actor.Owner("grace"), "eyes", "d_L", "no label", doubtful: false);

        using HttpResponseMessage answer = await server.GetAsync("viewer", RemarkExport.Address("eyes"));
        using HttpResponseMessage nothing = await server.GetAsync("viewer", RemarkExport.Address("ears"));

        string[] lines = (await answer.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.Equal("exam,split,class,label doubtful,comment,user,time", lines[0]);
        Assert.StartsWith("b_R,train,<b>well</b>,yes,\"'=HYPERLINK(\"\"http://x\"\"), see \"\"late\"\" frames\",ada,20", lines[1]);
        Assert.StartsWith("d_L,validation,,no,no label,grace,20", lines[2]);
        Assert.Equal("eyes-remarks.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Contains(server.AuditLines(), line => line.Contains("exam.remark-export"));
        Assert.Equal(404, (int)nothing.StatusCode);
    }

    [Fact]
    public async Task A_researcher_writes_a_remark_that_everybody_reads()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        ExamRemarks remarks = context.Services.GetRequiredService<ExamRemarks>();
        remarks.Add(Actor.Owner("grace"), "eyes", "b_R", "<b>late</b> leakage", doubtful: true);

        IRenderedComponent<RemarkPanel> reader = Panel(context, mayWrite: false);
        IRenderedComponent<RemarkList> list = context.Render<RemarkList>(p => p.Add(l => l.Dataset, "eyes"));

        Assert.Equal("<b>late</b> leakage", reader.Find(".remarks-text").TextContent);
        Assert.Contains("label doubtful", reader.Find(".remarks-title").TextContent, StringComparison.Ordinal);
        Assert.Empty(reader.FindAll("textarea"));
        Assert.Contains("1 remark; the label is doubtful for 1 of 1 exams", list.Markup, StringComparison.Ordinal);
        Assert.Equal("datasets/eyes?exam=b_R", list.Find("tbody th a").GetAttribute("href"));
        await context.EndAsync();
    }

    [Fact]
    public async Task What_is_written_and_not_saved_stays_with_its_exam()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        IRenderedComponent<RemarkPanel> panel = Panel(context, mayWrite: true);

        MudBlazor.MudTextField<string> field = panel.FindComponent<MudBlazor.MudTextField<string>>().Instance;
        await panel.InvokeAsync(() => field.ValueChanged.InvokeAsync("half a thought"));
        panel.Render(p => p.Add(r => r.Dataset, "eyes").Add(r => r.Exam, "a_L").Add(r => r.MayWrite, true));
        string other = Text(panel);
        panel.Render(p => p.Add(r => r.Dataset, "eyes").Add(r => r.Exam, "b_R").Add(r => r.MayWrite, true));

        Assert.Equal(("", "half a thought"), (other, Text(panel)));
        await context.EndAsync();
    }

    private static string Text(IRenderedComponent<RemarkPanel> panel) => panel.Find("textarea").GetAttribute("value") ?? "";

    private static IRenderedComponent<RemarkPanel> Panel(DatasetsContext context, bool mayWrite) =>
        context.Render<RemarkPanel>(p => p.Add(r => r.Dataset, "eyes").Add(r => r.Exam, "b_R").Add(r => r.MayWrite, mayWrite));
}
