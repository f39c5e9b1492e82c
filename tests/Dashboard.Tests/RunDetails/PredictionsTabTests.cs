using Angioboard.Dashboard.RunDetails;
using Angioboard.Jobs.Runs;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class PredictionsTabTests
{
    [Fact]
    public async Task Predictions_are_searched_sorted_and_opened_by_the_address()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();

        Assert.Equal(["<f>", "d_R", "c_L", "e_R"], Exams(context.Page("?tab=predictions&sort=top")));
        Assert.Equal(["d_R"], Exams(context.Page("?tab=predictions&wrong=true")));
        Assert.Equal(["e_R", "d_R"], Exams(context.Page("?tab=predictions&search=_r&sort=-exam")));
        Assert.Equal(["a_L", "b_L"], Exams(context.Page("?tab=predictions&split=validation")));
        Assert.Contains("No exam matches", context.Page("?tab=predictions&search=zzz").Markup, StringComparison.Ordinal);
        Assert.Equal("d_R", context.Page("?tab=predictions&exam=d_R").Find(".exam-title").TextContent);
    }

    [Fact]
    public async Task Predictions_are_filtered_by_classes_and_sorted_by_any_probability()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();

        Assert.Equal(["d_R"], Exams(context.Page("?tab=predictions&true=sick&predicted=well")));
        Assert.Equal(4, Exams(context.Page("?tab=predictions&true=gone")).Length);
        Assert.Equal(["d_R", "c_L", "e_R", "<f>"], Exams(context.Page("?tab=predictions&sort=truth")));
        Assert.Equal(["e_R", "d_R", "<f>", "c_L"], Exams(context.Page("?tab=predictions&sort=-p1")));
        Assert.Equal(["Exam", "True", "Predicted", "Probability", "Of true class", "Result", "sick", "well"],
            context.Page("?tab=predictions").FindAll(".predictions thead th").Select(head => head.TextContent.Trim()));
        Assert.Equal(6, context.Page("?tab=predictions&classes=false").FindAll(".predictions thead th").Count);
    }

    [Fact]
    public async Task Choosing_a_class_keeps_it_in_the_address()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();

        context.Page("?tab=predictions").FindAll(".predictions-class select")[1].Change("well");

        Assert.EndsWith("?tab=predictions&predicted=well",
            context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private static string[] Exams(IRenderedComponent<RunPage> page) =>
        [.. page.FindAll(".predictions-open").Select(button => button.TextContent)];
}
