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

namespace Angioboard.Dashboard.Viewer;

/// <summary>
/// Pictures of exams: <c>/api/datasets/{name}/exams/{exam}/frames/{index}</c> and the same below a run. They lack the burnt-in strip and
/// the other half; users who may launch runs can request it, or the whole file.
/// </summary>
internal static partial class FrameEndpoints
{
    public static void MapFrames(this WebApplication app)
    {
        // An exam's name has slashes, and a catch-all must be the last part of a route: frames/{index} is split off here.
        app.MapGet("/api/datasets/{name}/exams/{**path}", (string name, string path, [AsParameters] Asked asked) =>
            PictureAsync(asked.Source.OfDataset, name, path, asked)).RequireRateLimiting(RequestLimits.Frames);
        app.MapGet("/api/runs/{experiment}/{train}/exams/{**path}",
            (string experiment, string train, string path, [AsParameters] Asked asked) => PictureAsync(
                id => asked.Source.OfRun(id, asTrained: asked.Context.User.MayLaunch()), $"{experiment}/{train}", path, asked))
            .RequireRateLimiting(RequestLimits.Frames);
    }

    /// <summary>The address of a frame, relative to the application.</summary>
    public static string Address(string? dataset, string? run, string exam, int index, bool whole = false) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder(dataset, run, exam)}{index}{(whole ? "?whole=true" : "")}");

    /// <summary>The address of an exam's frames, to which a frame's index is added.</summary>
    public static string Folder(string? dataset, string? run, string exam)
    {
        string owner = dataset is not null ? $"datasets/{Uri.EscapeDataString(dataset)}" : $"runs/{Escape(run!)}";
        return $"api/{owner}/exams/{Escape(exam)}/frames/";
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static async Task<IResult> PictureAsync(Func<string, ExamFrames?> find, string of, string path, Asked asked)
    {
        (HttpContext context, bool whole) = (asked.Context, asked.Whole == true);
        ClaimsPrincipal user = context.User;
        context.Response.Headers.CacheControl = "private, no-store";
        if (whole && !user.MayLaunch())
        {
            asked.Audit.Write(context.Actor(), of, Exam(path), AuditOutcome.Refused);
            return Text("Whole frames may show the patient's name, so viewers cannot open them.", StatusCodes.Status403Forbidden);
        }
        try
        {
            Match match = ExamAndIndex().Match(path);
            if (!match.Success || await Task.Run(() => find(of)) is not { } frames
                || frames.File(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) is not { } file)
                return Text("There is no such frame.", StatusCodes.Status404NotFound);
            if (Half(asked.Half, frames) is not { } half)
                return Text("Write half=FA or half=ICGA.", StatusCodes.Status400BadRequest);
            if (half != frames.Modality && frames.Modality != Modality.Full && !user.MayLaunch())
            {
                asked.Audit.Write(context.Actor(), of, $"{match.Groups[1].Value}, {half}", AuditOutcome.Refused);
                return Text("Viewers see the half of the frame that the dataset is registered with.", StatusCodes.Status403Forbidden);
            }
            OpenRule rule = frames.Listing.Rule;
            byte[] picture = await asked.Budget.DecodeAsync(
                FrameDecoder.Pixels(file, rule),
                () => whole ? WholeFrame.Read(file, rule) : Picture(FrameDecoder.Decode(file, half, frames.Strip, rule), asked),
                context.RequestAborted);
            if (whole) asked.Audit.Write(context.Actor(), of, match.Groups[1].Value, AuditOutcome.Done);
            return Results.Bytes(picture, "image/jpeg");
        }
        catch (InputException e)
        {
            // The message names folders of the server.
            return Text(user.MayLaunch() ? e.Problems[0] : "This frame cannot be shown. A researcher can see why.",
                StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static string Exam(string path) => ExamAndIndex().Match(path) is { Success: true } match ? match.Groups[1].Value : path;

    private static Modality? Half(string? asked, ExamFrames frames) => asked switch
    {
        null => frames.Modality,
        nameof(Modality.FA) => Modality.FA,
        nameof(Modality.ICGA) => Modality.ICGA,
        _ => null,
    };

    private static byte[] Picture(GrayFrame frame, Asked asked) =>
        asked.Thumbnail == true ? FramePicture.Thumbnail(frame) : FramePicture.Jpeg(frame);

    private static IResult Text(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);

    /// <summary>What a request says, and what answers it.</summary>
    private sealed record Asked(
        HttpContext Context, [FromQuery] bool? Whole, [FromQuery] bool? Thumbnail, [FromQuery] string? Half,
        ExamFrameSource Source, FrameBudget Budget, WholeFrameAudit Audit);

    [GeneratedRegex(@"\A(.+)/frames/([0-9]{1,9})\z")]
    private static partial Regex ExamAndIndex();
}
