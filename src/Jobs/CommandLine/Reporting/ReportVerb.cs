using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.CommandLine.Comparing;
using Angioboard.Jobs.CommandLine.Studies;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Papers;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.CommandLine.Reporting;

/// <summary>`report`: text, tables and figures for a paper.</summary>
internal static class ReportVerb
{
    public static Command Command()
    {
        Command command = new("report", "Write the paper kit of runs, or of a study: a Word document, LaTeX, CSV tables and figures");
        Argument<string[]> runs = new("RUN")
        {
            Description = "A run's folder, Train_N; NAME=PATH gives it a name. The first is described in detail. Or one study, Study_N",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> output = new("--output") { Description = "New folder for the files, or with --zip a new zip file", Required = true };
        Option<string?> reference = new("--reference") { Description = "Run that the others are compared with [default: the last]" };
        Option<string> split = new("--split") { Description = "Split to report", DefaultValueFactory = _ => TestSeal.Split };
        Option<string?> check = new("--check") { Description = "What `check --output` wrote about the runs' data, to report it" };
        Option<bool> zip = new("--zip") { Description = "Write one zip file instead of a folder" };
        command.Arguments.Add(runs);
        foreach (Option option in (Option[])[output, reference, split, check, zip]) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            string target = parsed.GetValue(output)!;
            bool zipped = parsed.GetValue(zip);
            if (zipped) PaperFiles.RequireFreeZip(target);
            else PaperFiles.RequireFree(target);
            string[] given = parsed.GetValue(runs)!;
            ReportChoice choice = new(parsed.GetValue(split)!, parsed.GetValue(reference), parsed.GetValue(check));
            await using (Screen screen = new(TimeProvider.System))
            {
                Paper paper = given.Any(StudyPrediction.Is)
                    ? StudyKit.Of(given, choice, screen, cancellation)
                    : OfRuns(given, choice, screen, cancellation);
                if (zipped) PaperFiles.WriteZip(target, paper, screen, cancellation);
                else PaperFiles.Write(target, paper, screen, cancellation);
            }
            Console.WriteLine(target);
            return ExitCode.Done;
        });
        return command;
    }

    private static Paper OfRuns(string[] given, ReportChoice choice, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        IReadOnlyList<RunArgument> named = RunArgument.Read(given);
        return PaperReport.Of(PaperStudy.Gather(
            [.. named.Select(run => (run.Name, Path.GetDirectoryName(Path.GetFullPath(run.Predictions))!))],
            choice.Split, choice.Reference, choice.Check, progress, cancellation));
    }
}
