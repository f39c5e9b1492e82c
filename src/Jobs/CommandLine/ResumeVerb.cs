using System.CommandLine;

namespace Angioboard.Jobs.CommandLine;

/// <summary>`resume`: goes on with a run that was stopped or interrupted, exactly where it stood.</summary>
internal static class ResumeVerb
{
    public static Command Command()
    {
        Command command = new("resume", "Go on with a run that was stopped, exactly where it stood");
        Argument<string> run = new("TRAIN_N") { Description = "The run's folder" };
        command.Arguments.Add(run);
        LeaseOptions lease = new(command);
        command.SetAction((parsed, cancellation) => FolderRun.RunAsync(parsed.GetValue(run)!, evaluate: true, lease.Read(parsed), cancellation));
        return command;
    }
}
