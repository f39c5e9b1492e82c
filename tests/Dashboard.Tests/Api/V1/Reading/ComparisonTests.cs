using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Users;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>Differences of runs on the same exams.</summary>
public sealed class ComparisonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_comparison_is_the_one_of_the_page()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        using Browser eve = await study.Dashboard.BrowserOfAsync("eve", Roles.Viewer);

        string comparison = await ada.GetStringAsync("api/v1/comparisons?runs=study/Train_1,study/Train_2", Cancellation);
        string page = await eve.GetStringAsync("differences.json?runs=study/Train_1,study/Train_2", Cancellation);

        Assert.Equal(page, comparison);
        Assert.Contains("auc_ovr_macro", comparison, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "runs", "give the ids of two or more runs")]
    [InlineData("runs=study/Train_1", "runs", "give the ids of two or more runs")]
    [InlineData("runs=study/Train_1,study/Train_9", "runs", "there is no run study/Train_9")]
    [InlineData("runs=study/Train_1,study/Train_2&metric=speed", "metric", "there is no metric “speed”")]
    [InlineData("runs=study/Train_1,study/Train_2&split=tset", "split",
        "fewer than two of these runs have predictions of “tset”; there are test")]
    [InlineData("runs=study/Train_1,study/Train_2&reference=study/Train_3", "reference", "study/Train_3 is none of the runs")]
    public async Task What_cannot_be_compared_is_named(string query, string field, string says)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        HttpResponseMessage answer = await ada.GetAsync($"api/v1/comparisons?{query}", Cancellation);

        JsonObject problem = await ApiClient.ProblemOfAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(says, (string?)problem["errors"]?[field]?[0], StringComparison.Ordinal);
    }
}
