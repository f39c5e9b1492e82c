using Angioboard.Dashboard.Compare;
using Angioboard.Jobs.Comparison;
using Bunit;
using MudBlazor.Services;

namespace Angioboard.Dashboard.Tests.Compare;

public sealed class ExamsTableTests : IAsyncDisposable
{
    private readonly BunitContext context = new();

    public ExamsTableTests()
    {
        context.Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    [Fact]
    public void Exams_beyond_those_shown_are_printed()
    {
        ComparedExam[] exams =
            [.. Enumerable.Range(0, 120).Select(i => new ComparedExam($"e{i}_L", "sick", [null]))];
        IRenderedComponent<ExamsTable> table = context.Render<ExamsTable>(parameters => parameters
            .Add(t => t.Heads, [new ComparedHead("one", "e/Train_1", 0)]).Add(t => t.Exams, exams).Add(t => t.Filter, ExamFilter.All)
            .Add(t => t.Split, "test")
            .Add(t => t.ExamAddress, exam => exam).Add(t => t.CallAddress, (_, exam) => exam.Exam));

        Assert.Equal((120, 70), Rows());
        Assert.Equal(
            ["e119_L", "sick", "not predicted"],
            table.FindAll("tbody tr:last-child > *").Select(cell => cell.TextContent.Trim()));
        table.Find("button").Click();

        Assert.Equal((120, 20), Rows());

        (int, int) Rows() => (table.FindAll("tbody tr").Count, table.FindAll("tbody tr.print-only").Count);
    }
}
