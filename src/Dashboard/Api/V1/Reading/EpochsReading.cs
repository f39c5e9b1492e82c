using System.ComponentModel;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Exports;
using Angioboard.Jobs.Lists.Paging;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The curves of all runs that match, in one answer.</summary>
internal static class EpochsReading
{
    private static readonly AnswerFormat[] formats = [AnswerFormat.Lines, AnswerFormat.Csv, AnswerFormat.Parquet];

    public static void MapEpochs(this RouteGroupBuilder api) => api.MapGet("/epochs", All)
        .RequireRateLimiting(RequestLimits.Downloads)
        .Produces(StatusCodes.Status200OK, contentType: formats[0].Types[0],
            additionalContentTypes: [.. formats.Skip(1).Select(format => format.Types[0])])
        .WithTags(ReadingRoutes.Tag).WithSummary("Get the epochs of all runs that match, in one answer").Fails(400, 406, 503);

    private static IResult All(
        [AsParameters] RunChoice choice,
        [Description("jsonl, csv or parquet [default: by the header Accept, else jsonl]")] string? format,
        [Description("Values by name, between commas [default: all that these runs have]")] string? fields,
        RunStore runs, HttpContext context, Downloads downloads)
    {
        AnswerFormat chosen = AnswerFormat.Of(context.Request, format, formats);
        IReadOnlyList<Run> all = runs.All, matching = RunPage.Matching(choice.Read(sort: null), all);
        EpochExport export = new(runs, matching, EpochNames.Choose(QueryText.List(fields), matching, all));
        downloads.Repeated(context, AuditActions.RunListExport, "epochs", context.Request.QueryString.Value);
        return Results.Stream(
            body => export.WriteAsync(Enum.Parse<EpochFormat>(chosen.Name, ignoreCase: true), body, context.RequestAborted),
            chosen == AnswerFormat.Csv ? $"{chosen.Types[0]}; charset=utf-8" : chosen.Types[0], $"epochs.{chosen.Name}");
    }
}
