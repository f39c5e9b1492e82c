using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Files.Opening;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Viewer;

/// <summary>
/// Exams as moving pictures: <c>/api/datasets/{name}/animation/{exam}?format=webp&amp;fps=3</c> and the same below a run. They show what
/// the frames of <see cref="FrameEndpoints"/> show to anybody: neither the strip nor the other half.
/// </summary>
internal static class AnimationEndpoint
{
    private const int MostRate = 15;

    public static void MapAnimations(this WebApplication app)
    {
        app.MapGet(
            "/api/datasets/{name}/animation/{**exam}",
            (string name, string exam, [AsParameters] Asked asked) => SendAsync(asked.Frames.OfDataset, name, exam, asked))
            .RequireRateLimiting(RequestLimits.Animations);
        app.MapGet(
            "/api/runs/{experiment}/{train}/animation/{**exam}",
            (string experiment, string train, string exam, [AsParameters] Asked asked) =>
                SendAsync(id => asked.Frames.OfRun(id, asTrained: false), $"{experiment}/{train}", exam, asked))
            .RequireRateLimiting(RequestLimits.Animations);
    }

    /// <summary>The address of an exam's animation, to which the rate is added.</summary>
    /// <param name="folder">The address of the exam's frames.</param>
    /// <param name="format"><c>webp</c> or <c>gif</c>.</param>
    public static string Address(string folder, string format)
    {
        string exam = folder[..^"/frames/".Length];
        int at = exam.IndexOf("/exams/", StringComparison.Ordinal);
        return $"{exam[..at]}/animation/{exam[(at + "/exams/".Length)..]}?format={format}&fps=";
    }

    private static async Task<IResult> SendAsync(Func<string, ExamFrames?> find, string of, string exam, Asked asked)
    {
        HttpContext context = asked.Context;
        context.Response.Headers.CacheControl = "private, no-store";
        if (asked.Format is not ("webp" or "gif")) return Text("Write format=webp or format=gif.", StatusCodes.Status400BadRequest);
        if (Rate(asked.Fps) is not { } rate) return Text($"Write fps=1 to fps={MostRate}.", StatusCodes.Status400BadRequest);
        try
        {
            if (await Task.Run(() => find(of)) is not { } frames || frames.Listing.Frames(exam) is not { Count: > 0 } files)
                return Text("There is no such exam.", StatusCodes.Status404NotFound);
            int[] chosen = ExamAnimation.Frames(files.Count);
            CancellationToken gone = context.RequestAborted;
            byte[] file = await ExamAnimation.DrawAsync(
                chosen.Length, i => DecodeAsync(frames, files[chosen[i]], asked.Budget, gone), asked.Format == "gif", rate, gone);
            asked.Audit.Write(context.Actor(), AuditActions.ExamAnimation, of, $"{exam}, {asked.Format}");
            return Results.Bytes(file, $"image/{asked.Format}", $"{Name(exam)}.{asked.Format}");
        }
        catch (InputException e)
        {
            // The message names folders of the server.
            string why = context.User.MayLaunch() ? e.Problems[0] : "This exam cannot be shown. A researcher can see why.";
            return Text(why, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static int? Rate(string? text) =>
        text is null ? FrameRates.Usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rate) && rate is >= 1 and <= MostRate ? rate
        : null;

    private static Task<GrayFrame> DecodeAsync(ExamFrames frames, string file, FrameBudget budget, CancellationToken cancellation)
    {
        OpenRule rule = frames.Listing.Rule;
        return budget.DecodeAsync(
            FrameDecoder.Pixels(file, rule), () => FrameDecoder.Decode(file, frames.Modality, frames.Strip, rule), cancellation);
    }

    // Names of exams have slashes, and may have what some systems do not allow in a file's name.
    private static string Name(string exam) =>
        string.Concat(exam.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));

    private static IResult Text(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);

    /// <summary>What a request says, and what answers it.</summary>
    private sealed record Asked(
        HttpContext Context, [FromQuery] string? Format, [FromQuery] string? Fps,
        ExamFrameSource Frames, FrameBudget Budget, AuditLog Audit);
}
