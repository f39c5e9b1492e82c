using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.CommandLine.Studies;

/// <summary>`study add`: more variants, seeds or fold files. What is there stays.</summary>
internal static class AddToStudy
{
    public static Command Command()
    {
        Command command = new("add", "Add seeds, variants or fold files to a study; what has been trained stays");
        Argument<string> folder = StudyVerb.Folder();
        command.Arguments.Add(folder);
        VariantOptions variants = new(command);
        Option<string?> seeds = new("--seeds") { Description = "More seeds, such as 4,5", HelpName = "LIST" };
        Option<string[]> files = new("--fold-file")
        {
            Description = "A further fold's split file, in a study of fold files", HelpName = "FILE",
        };
        command.Options.Add(seeds);
        command.Options.Add(files);
        command.SetAction(async (parsed, cancellation) =>
        {
            (StudyDirectory study, RunLock held) = await StudyVerb.TakeAsync(parsed.GetValue(folder)!, cancellation);
            using RunLock until = held;
            StudyPlan before = study.Plan;
            IReadOnlyList<StudyVariant> more = StudyPlanning.Renamed(variants.Read(parsed, before.Settings), before);
            IReadOnlyList<long> furtherSeeds = SeedList.Read(parsed.GetValue(seeds), "--seeds");
            string[] furtherFolds = [.. (parsed.GetValue(files) ?? []).Select(Path.GetFullPath)];
            if (more.Count == 0 && furtherSeeds.Count == 0 && furtherFolds.Length == 0)
                throw new InputException("there is nothing to add; give --seeds, --vary, --variant, --random or --fold-file");
            StudyPlan plan = before.With(more, furtherSeeds, furtherFolds);
            study.Change(plan, furtherFolds.Length > 0 ? StudyPlanning.Divide(plan, cancellation) : null);
            Console.Error.WriteLine(StudyPlanning.Words(study.Plan));
            Console.WriteLine(study.Path);
            return ExitCode.Done;
        });
        return command;
    }
}
