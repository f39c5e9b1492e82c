using Angioboard.Core.Settings;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.RunDetails.Actions;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Tests.RunDetails.Actions;

public sealed class RunActionTests
{
    private static readonly Jobs.Runs.Run Run = new()
    {
        Id = "e/Train_1", Key = 1, Folder = "/r", Owner = "ada", Settings = new RunSettings(), SettingsHash = "",
        Created = DateTimeOffset.UnixEpoch, BestEpoch = 1, EpochsDone = 2,
    };

    [Theory]
    [InlineData(RunStatus.Queued, RunActionKind.Pause, RunActionKind.Stop)]
    [InlineData(RunStatus.Running, RunActionKind.Pause, RunActionKind.Stop, RunActionKind.FinishEarly)]
    [InlineData(RunStatus.Stopping)]
    [InlineData(RunStatus.Finished, RunActionKind.EvaluateOn, RunActionKind.Delete)]
    [InlineData(RunStatus.Stopped, RunActionKind.Resume, RunActionKind.EvaluateOn, RunActionKind.Delete)]
    [InlineData(RunStatus.Diverged, RunActionKind.Resume, RunActionKind.EvaluateOn, RunActionKind.Delete)]
    [InlineData(RunStatus.Failed, RunActionKind.Resume, RunActionKind.EvaluateOn, RunActionKind.Delete)]
    public void Each_status_allows_the_actions_that_make_sense(RunStatus status, params RunActionKind[] expected)
    {
        RunActionKind[] always = [RunActionKind.Clone, RunActionKind.Edit, RunActionKind.Archive];

        IEnumerable<RunActionKind> actions = RunAction.Of(Run with { Status = status }, mayChange: true).Select(action => action.Kind);

        Assert.Equal(expected.Concat(always).Order(), actions.Order());
    }

    [Fact]
    public void The_main_action_of_a_paused_run_is_to_resume_and_of_a_hung_one_to_stop()
    {
        RunAction goOn = RunAction.Of(Run with { Status = RunStatus.Queued, PausedBy = "bob" }, true).Single(action => action.Main);
        IReadOnlyList<RunAction> hung = RunAction.Of(Run with { Status = RunStatus.Running, Hangs = true }, true);

        Assert.Equal(RunActionKind.ResumeQueueing, goOn.Kind);
        Assert.Equal((RunActionKind.Stop, "End the hung trainer"),
            (hung.Single(action => action.Main).Kind, hung.Single(action => action.Main).Title));
        Assert.DoesNotContain(hung, action => action.Kind is RunActionKind.Pause or RunActionKind.FinishEarly);
    }

    [Theory]
    [InlineData(RunStatus.Finished, null, RunActionKind.Clone)]
    [InlineData(RunStatus.Stopped, null, RunActionKind.Resume)]
    [InlineData(RunStatus.Diverged, null, RunActionKind.Clone)]
    [InlineData(RunStatus.Failed, null, RunActionKind.Clone)]
    [InlineData(RunStatus.Failed, FailureCause.DeviceLost, RunActionKind.Resume)]
    public void Resuming_is_the_main_action_only_if_it_may_help(RunStatus status, FailureCause? cause, RunActionKind expected)
    {
        IReadOnlyList<RunAction> actions = RunAction.Of(Run with { Status = status, Cause = cause }, true);

        Assert.Equal(expected, Assert.Single(actions, action => action.Main).Kind);
        Assert.All(actions.Where(action => action.Kind == RunActionKind.Resume), resume => Assert.Equal(resume.Main, resume.Shown));
    }

    [Fact]
    public void A_run_can_be_extended_once_it_has_results()
    {
        Jobs.Runs.Run finished = Run with { Status = RunStatus.Finished };

        Assert.DoesNotContain(RunAction.Of(finished, true), action => action.Kind == RunActionKind.AddEpochs);
        Assert.Contains(
            RunAction.Of(
                finished with { Splits =
                    new Dictionary<string, IReadOnlyDictionary<string, double?>> { ["test"] = new Dictionary<string, double?>() } }, true),
            action => action.Kind == RunActionKind.AddEpochs);
    }

    [Fact]
    public void A_run_that_ran_out_of_memory_is_cloned_with_half_the_batch_unless_its_batch_is_one()
    {
        Jobs.Runs.Run failed = Run with { Status = RunStatus.Failed, Cause = FailureCause.OutOfMemory,
            Settings = new RunSettings { BatchSize = 5, AccumulateGradBatches = 3 } };

        Assert.Equal(RunActionKind.CloneHalved, RunAction.Of(failed, true).Single(action => action.Main).Kind);
        Assert.Equal("new?clone=e%2FTrain_1&batch_size=2&accumulate_grad_batches=6", RunAddress.CloneHalved(failed));
        Assert.DoesNotContain(RunAction.Of(failed with { Settings = new RunSettings { BatchSize = 1 } }, true),
            action => action.Kind == RunActionKind.CloneHalved);
        Assert.DoesNotContain(RunAction.Of(failed with { Cause = FailureCause.DeviceLost }, true),
            action => action.Kind == RunActionKind.CloneHalved);
    }

    [Fact]
    public void Nothing_is_offered_to_viewers_or_for_a_run_in_the_trash()
    {
        Assert.Empty(RunAction.Of(Run, mayChange: false));
        Assert.Empty(RunAction.Of(Run with { Status = RunStatus.Finished, Trashed = DateTimeOffset.UnixEpoch }, mayChange: true));
    }

    [Fact]
    public void A_training_without_an_epoch_or_past_training_cannot_finish_early()
    {
        Jobs.Runs.Run running = Run with { Status = RunStatus.Running };
        RunProgress predicting = new("predict", 1, 2, 0.5, null, null, null, null, DateTimeOffset.UnixEpoch);

        Assert.DoesNotContain(RunAction.Of(running with { EpochsDone = 0 }, true), action => action.Kind == RunActionKind.FinishEarly);
        Assert.DoesNotContain(RunAction.Of(running with { Progress = predicting }, true),
            action => action.Kind == RunActionKind.FinishEarly);
    }

    [Fact]
    public void Addresses_keep_their_slashes_and_escape_the_rest()
    {
        Assert.Equal("api/runs/my%20runs/Train_1/artifacts/evaluations/Clinic%20B/predictions.json",
            RunAddress.Artifact("my runs/Train_1", "evaluations/Clinic B/predictions.json"));
        Assert.Equal("runs/e/Train_1?tab=predictions&split=test&exam=a%2F1_L", RunAddress.Exam("e/Train_1", "test", "a/1_L"));
    }

    [Fact]
    public void Tags_are_separated_by_commas_and_unique() =>
        Assert.Equal(["one", "two words"], RunDescription.Of("", " one, two words,,One ", "").Tags);
}
