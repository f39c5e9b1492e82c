using System.CommandLine;
using Angioboard.Core.Phantom;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`phantom`: a synthetic study to try everything on.</summary>
internal static class PhantomVerb
{
    public static Command Command()
    {
        Command command = new("phantom", "Make a synthetic angiography study: JPEG exams of five classes and a split.json");
        Option<string> output = new("--output") { Description = "Folder to make", Required = true };
        Option<int?> exams = NumberOption.Of<int>("--exams");
        (exams.Description, exams.DefaultValueFactory) = ("Number of exams", _ => 520);
        Option<long?> seed = NumberOption.Of<long>("--seed");
        (seed.Description, seed.DefaultValueFactory) = ("Same seed, same bytes", _ => 42);
        Option<int?> shortcut = NumberOption.Of<int>("--shortcut");
        shortcut.Description =
            $"A class, 0 to {PhantomOptions.Classes - 1}, whose exams get {PhantomOptions.ExtraFrames} more frames, "
                + "to see whether `check` finds that";
        command.Options.Add(output);
        command.Options.Add(exams);
        command.Options.Add(seed);
        command.Options.Add(shortcut);
        command.SetAction(async (parsed, cancellation) =>
        {
            string folder = parsed.GetValue(output)!;
            await using (Screen screen = new(TimeProvider.System))
            {
                PhantomOptions options =
                    new(parsed.GetValue(exams)!.Value, parsed.GetValue(seed)!.Value) { ShortcutClass = parsed.GetValue(shortcut) };
                PhantomStudy.Write(folder, options, screen, cancellation);
            }
            Console.WriteLine($"{folder}: --split {Path.Combine(folder, "split.json")} --datadir {folder} --data phantom");
            return ExitCode.Done;
        });
        return command;
    }
}
