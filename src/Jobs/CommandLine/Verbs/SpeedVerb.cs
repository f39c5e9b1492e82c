using System.CommandLine;
using System.Globalization;
using Angioboard.Core.Native;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>
/// `speed`: measures a device for the dashboard's estimates; prints operations per second. The help does not list it, as nobody types it.
/// </summary>
internal static class SpeedVerb
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    public static Command Command()
    {
        Command command = new("speed", "Measure how fast a device trains; prints operations per second") { Hidden = true };
        Option<string> device = new("--device") { Description = "cpu or a GPU's UUID", DefaultValueFactory = _ => DeviceSetting.Cpu };
        Option<int> threads = new("--threads") { Description = "CPU threads", DefaultValueFactory = _ => Environment.ProcessorCount };
        command.Options.Add(device);
        command.Options.Add(threads);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            Libtorch.Load();
            double frames = SpeedProbe.FramesPerSecond(
                TrainerDevice.Of(parsed.GetValue(device)!), Math.Max(1, parsed.GetValue(threads)), Length, TimeProvider.System,
                cancellation);
            Console.WriteLine((frames * ModelCost.TrainingOperations(SpeedProbe.Settings)).ToString("R", CultureInfo.InvariantCulture));
            return ExitCode.Done;
        }, cancellation));
        return command;
    }
}
