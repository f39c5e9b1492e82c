using System.ComponentModel;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Dashboard.Audit;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Paging;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The list of runs.</summary>
internal static class RunsReading
{
    private const int UsualLimit = 100, LargestLimit = 1000;

    public static void MapRuns(this RouteGroupBuilder api) => api.MapGet("/runs", List).WithTags(ReadingRoutes.Tag)
        .WithSummary("Get runs that match, a part at a time").Fails(400);

    private static RunListDocument List(
        [AsParameters] RunChoice choice,
        [Description("A column, with a minus for the largest or newest first [default: -created]")] string? sort,
        [Description("How many runs, from 1 to 1000 [default: 100]")] string? limit,
        [Description("The value of next of the answer before")] string? cursor,
        [Description("Columns by the names of the list's CSV, between commas")] string? fields,
        RunStore runs, HttpContext context, Downloads downloads)
    {
        RunFields chosen = RunFields.Choose(QueryText.List(fields));
        RunPage page = RunPage.Of(choice.Read(sort), runs.All, cursor, QueryText.Whole("limit", limit, UsualLimit, 1, LargestLimit));
        // A walk counts once, from its start.
        if (cursor is null)
            downloads.Repeated(context, AuditActions.RunListExport, "runs", context.Request.QueryString.Value);
        return new RunListDocument([.. page.Runs.Select(chosen.Of)], page.Next, page.Total);
    }
}
