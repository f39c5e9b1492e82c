using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Angioboard.Dashboard.Api;

/// <summary>
/// Sends a run's files to pages and programs, and records that in the audit log. Those of sealed test splits are kept back.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="downloads">Records them.</param>
/// <param name="refuse">The answer that something is not sent: why, and the status.</param>
internal sealed class ArtifactAnswers(HttpContext context, Downloads downloads, Func<string, int, IResult> refuse)
{
    private static readonly Dictionary<string, string> types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = "application/json",
        [".jsonl"] = "application/jsonl",
        [".pdf"] = "application/pdf",
        [".csv"] = "text/csv; charset=utf-8",
        [".log"] = "text/plain; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>One file, or a part of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The file's path below the run's folder.</param>
    /// <param name="shown">Whether a browser may show it instead of saving it.</param>
    public IResult File(Run run, string name, bool shown)
    {
        RunDownloads folder = new(run);
        if (folder.IsSealed(name))
            return Missing($"{name} of {run.Id} is not served: it may have figures of a test split that is sealed.");
        if (folder.Find(name) is not { } file)
            return Missing($"{run.Id} has no artifact of this name: see the run's list of artifacts.");
        try
        {
            // A log or checkpoint may grow or be replaced while it is read.
            FileStream stream = folder.Open(file);
            if (!HttpMethods.IsHead(context.Request.Method)) downloads.Part(context, run.Id, file.Name);
            string type = types.GetValueOrDefault(file.Extension, "application/octet-stream");
            bool inline = shown && file.Extension.Equals(".pdf", StringComparison.OrdinalIgnoreCase);
            return Results.Stream(
                stream, type, inline ? null : file.Name, file.LastWriteTimeUtc, TagOf(stream), enableRangeProcessing: true);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return Missing($"{file.Name} of {run.Id} can no longer be read: see the run's list of artifacts.");
        }
    }

    /// <summary>All files.</summary>
    public IResult Zip(Run run)
    {
        downloads.Whole(context, run.Id, "all files");
        // .NET's zip writer writes the last bytes of each entry synchronously, even with async calls.
        if (context.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        return Results.Stream(output => RunZip.WriteAsync(new RunDownloads(run), run.Train, output), "application/zip",
            $"{run.Experiment}-{run.Train}.zip");
    }

    /// <summary>The predictions, in a form of the caller's.</summary>
    /// <param name="run">The run.</param>
    /// <param name="file">What the audit log calls it.</param>
    /// <param name="answer">Makes the answer.</param>
    public IResult Predictions(Run run, string file, Func<IReadOnlyList<SplitPredictions>, IResult> answer)
    {
        // The splits that are not sealed are in this one, though the file itself is kept back.
        if (RunDownloads.Predictions(run) is not { } found)
            return Missing($"{run.Id} has no predictions yet: they are available when it has finished.");
        try
        {
            IReadOnlyList<SplitPredictions> splits =
                [.. PredictionsFile.Read(found.FullName).Where(split => run.Hidden.Of(null, split.Split) is null)];
            downloads.Whole(context, run.Id, file);
            return answer(splits);
        }
        catch (InputException e)
        {
            return refuse(context.User.MayLaunch() ? e.Message
                : $"The predictions of {run.Id} cannot be read. A researcher can see why.", StatusCodes.Status422UnprocessableEntity);
        }
    }

    // Times in headers have whole seconds, in which a file may have been replaced.
    private static EntityTagHeaderValue TagOf(FileStream stream) => new(string.Create(CultureInfo.InvariantCulture,
        $"\"{stream.Length:x}-{System.IO.File.GetLastWriteTimeUtc(stream.SafeFileHandle).Ticks:x}\""));

    private IResult Missing(string text) => refuse(text, StatusCodes.Status404NotFound);
}
