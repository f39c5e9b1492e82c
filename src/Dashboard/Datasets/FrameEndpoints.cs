using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Files.Opening;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Datasets;

/// <summary>
/// Pictures of exams: <c>/api/datasets/{name}/exams/{exam}/frames/{index}</c> and the same below a run. They lack the burnt-in strip and
/// the other half; users who may launch runs can request the whole file.
/// </summary>
internal static partial class FrameEndpoints
{
    public static void MapFrames(this WebApplication app)
    {
        // An exam's name has slashes, and a catch-all must be the last part of a route: frames/{index} is split off here.
        app.MapGet("/api/datasets/{name}/exams/{**path}", (string name, string path, [FromQuery]
            bool? whole, HttpContext context, ExamFrameSource source, FrameBudget budget, AuditLog audit) =>
            PictureAsync(() => source.OfDataset(name), name, path, whole == true, context, budget, audit))
            .RequireRateLimiting(RequestLimits.Frames);
        app.MapGet("/api/runs/{experiment}/{train}/exams/{**path}",
            (string experiment, string train, string path, [FromQuery]
                bool? whole, HttpContext context, ExamFrameSource source, FrameBudget budget, AuditLog audit) =>
                PictureAsync(() => source.OfRun($"{experiment}/{train}", asTrained: context.User.MayLaunch()), $"{experiment}/{train}",
                    path, whole == true, context, budget, audit)).RequireRateLimiting(RequestLimits.Frames);
    }

    /// <summary>The address of a frame, relative to the application.</summary>
    public static string Address(string? dataset, string? run, string exam, int index, bool whole = false)
    {
        string owner = dataset is not null ? $"datasets/{Uri.EscapeDataString(dataset)}" : $"runs/{Escape(run!)}";
        return string.Create(CultureInfo.InvariantCulture,
            $"api/{owner}/exams/{Escape(exam)}/frames/{index}{(whole ? "?whole=true" : "")}");
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static async Task<IResult> PictureAsync(Func<ExamFrames?> find, string of, string path, bool whole, HttpContext context,
        FrameBudget budget, AuditLog audit)
    {
        ClaimsPrincipal user = context.User;
        context.Response.Headers.CacheControl = "private, no-store";
        if (whole && !user.MayLaunch())
        {
            audit.Write(context.Actor(), AuditActions.WholeFrame, of, path, AuditOutcome.Refused);
            return Text("Whole frames may show the patient's name, so viewers cannot open them.", StatusCodes.Status403Forbidden);
        }
        try
        {
            Match match = ExamAndIndex().Match(path);
            if (!match.Success || await Task.Run(find) is not { } frames
                || frames.File(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) is not { } file)
                return Text("There is no such frame.", StatusCodes.Status404NotFound);
            OpenRule rule = frames.Listing.Rule;
            byte[] picture = await budget.DecodeAsync(
                FrameDecoder.Pixels(file, rule),
                () => whole
                    ? WholeFrame.Read(file, rule)
                    : FramePicture.Encode(FrameDecoder.Decode(file, frames.Modality, frames.Strip, rule)), context.RequestAborted);
            if (whole) audit.Write(context.Actor(), AuditActions.WholeFrame, of, path);
            return Results.Bytes(picture, "image/jpeg");
        }
        catch (InputException e)
        {
            // The message names folders of the server.
            return Text(user.MayLaunch() ? e.Problems[0] : "This frame cannot be shown. A researcher can see why.",
                StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static IResult Text(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);

    [GeneratedRegex(@"\A(.+)/frames/([0-9]{1,9})\z")]
    private static partial Regex ExamAndIndex();
}
