using System.CommandLine;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`check`: reports every problem of a data set, and its figures.</summary>
internal static class CheckVerb
{
    public static Command Command()
    {
        Command command = new("check", "Report every problem of a data set, and tables of its exams, frames, sizes and classes");
        SettingsOptions options = new(command, [.. PathSettings.PlacesOfData, "num_classes", "class_names", "modality", "strip"]);
        command.SetAction(async (parsed, cancellation) =>
        {
            RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine(options.Read(parsed)));
            SettingsRules.RequireData(settings);
            DatasetReport report;
            await using (Screen screen = new(TimeProvider.System))
                report =
                    DatasetCheck.Run(settings.Split!, settings.Datadir!, settings.IndexOptions(requireTrain: false), screen, cancellation);
            Show(report);
            return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.BadInput;
        });
        return command;
    }

    private static void Show(DatasetReport report)
    {
        Tables.Write(
            ["split", "exams", "patients", "frames", "min", "median", "max", "sizes"],
            report.Splits.Select(split => (IReadOnlyList<string>)
            [
                split.Name, $"{split.Exams}", $"{(split.Patients is { } patients ? patients : "–")}", $"{split.Frames.Total}",
                $"{split.Frames.Min}",
                $"{split.Frames.Median}", $"{split.Frames.Max}",
                string.Join(", ", split.Sizes.Take(4).Select(size => $"{size.Width}×{size.Height} ({size.Count})"))
                    + (split.Sizes.Count > 4 ? " …" : ""),
            ]));
        if (report.Splits.Count > 0)
        {
            Tables.Write(
                ["class", .. report.Splits.Select(split => split.Name)],
                report.Splits[0].Classes
                    .Select((c, label) =>
                        (IReadOnlyList<string>)[c.Name, .. report.Splits.Select(split => $"{split.Classes[label].Count}")])
                    .Append(["no label", .. report.Splits.Select(split => $"{split.Unlabelled}")]));
        }
        foreach (string warning in report.Warnings) Console.WriteLine($"warning: {warning}");
        foreach (string problem in report.Problems) Console.Error.WriteLine($"error: {problem}");
        Console.WriteLine(report.Problems.Count switch
        {
            0 => "no problems",
            1 => "1 problem",
            int count => $"{count} problems",
        });
    }
}
