using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Tests.Slurm;

public sealed class SlurmOutputTests
{
    [Theory]
    [InlineData("gpu:2", 2)]
    [InlineData("gres:gpu:1", 1)]
    [InlineData("gres/gpu:a100:4", 4)]
    [InlineData("gpu:a100:2(S:0-1),gpu:v100:1", 3)]
    [InlineData("gpu:a100:2(IDX:0-1),shard:8", 2)]
    [InlineData("gpu:nvidia_a100_3g.20gb:2", 2)]
    [InlineData("(null)", 0)]
    [InlineData("N/A", 0)]
    [InlineData("shard:8,craynetwork:4", 0)]
    public void Gpus_are_counted_in_all_forms(string text, int gpus) => Assert.Equal(gpus, SlurmOutput.Gpus(text));

    [Fact]
    public void The_end_of_a_job_is_read_from_scontrol_and_from_accounting()
    {
        Assert.Equal((new SlurmPlace("7", "FAILED", "NonZeroExitCode", "n1"), 75),
            SlurmOutput.End("7", "JobId=7 JobName=a JobState=FAILED Reason=NonZeroExitCode ExitCode=75:0 NodeList=n1 BatchHost=n1"));
        Assert.Equal((new SlurmPlace("7", "FAILED", "RaisedSignal:9(Killed)", "n1"), 137),
            SlurmOutput.End("7", "JobState=FAILED Reason=RaisedSignal:9(Killed) ExitCode=0:9 ReqNodeList=(null) NodeList=n1"));
        // Slurm says 0 of a job that it has cancelled before it began.
        Assert.Equal((new SlurmPlace("7", "CANCELLED"), null),
            SlurmOutput.End("7", "JobState=CANCELLED Reason=None ExitCode=0:0 NodeList=(null)"));
        Assert.Equal((new SlurmPlace("7", "CANCELLED", null, "n2"), null),
            SlurmOutput.End("7", SlurmJobs.FromAccounting("CANCELLED by 1000|0:15|n2|angioboard-a\n")));
        Assert.Equal("angioboard-a", SlurmOutput.Name(SlurmJobs.FromAccounting("COMPLETED|0:0|n2|angioboard-a\n")));
        Assert.Equal("angioboard-Train_1-0af", SlurmOutput.Name("JobId=7 JobName=angioboard-Train_1-0af UserId=a(1) JobState=RUNNING"));
        Assert.Equal((new SlurmPlace("7"), null), SlurmOutput.End("7", SlurmJobs.FromAccounting("")));
    }

    [Theory]
    [InlineData("Partitions", "g pu", "Partitions: \"g pu\" is not a name of a partition; see what `sinfo` lists")]
    [InlineData("TimeLimit", "a day", "TimeLimit: \"a day\" is not a time in sbatch's form, such as 12:00:00 or 2-00:00:00")]
    [InlineData("Account", "x;y", "Account: \"x;y\" is not a name of an account")]
    [InlineData("Options", "-p gpu", "Options: \"-p gpu\" is not an option in its long form with its value, such as --mem=32G")]
    [InlineData("Options", "--wrap=id",
        "Options: --wrap is set by the dashboard itself, or does not fit a job of one run; leave it out")]
    public void Settings_that_sbatch_could_not_use_are_refused_by_name(string setting, string value, string problem)
    {
        SlurmOptions options = setting switch
        {
            "Partitions" => new() { Partitions = [value] },
            "TimeLimit" => new() { Partitions = ["gpu"], TimeLimit = value },
            "Account" => new() { Partitions = ["gpu"], Account = value },
            _ => new() { Partitions = ["gpu"], Options = [value] },
        };

        Assert.Equal([problem], options.Problems());
        Assert.Empty(new SlurmOptions { Partitions = ["gpu"], Account = "eye", Qos = "normal", TimeLimit = "2-12", Options = ["--mem=32G"] }
            .Problems());
    }

    [Fact]
    public void Jobs_of_arrays_with_strange_text_are_read_and_other_lines_are_ignored()
    {
        string text = string.Join('\n',
            string.Join('\u001f', "12_[3-7%2]", "gpu", "eva", "PENDING", "gres:gpu:1", "2", "", "2026-11-30T04:05:06", "1-00:00:00",
                "ReqNodeNotAvail, UnavailableNodes:n[1-2]"),
            "slurm_load_jobs error: something", "", "1\u001f2");

        SlurmJob job = Assert.Single(SlurmOutput.Jobs(text));

        Assert.Equal("12_[3-7%2]", job.Id);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 4, 5, 6, TimeSpan.Zero), job.Start);
        Assert.Equal("ReqNodeNotAvail, UnavailableNodes:n[1-2]", job.Reason);
        Assert.Null(job.Place);
    }

    [Fact]
    public void A_node_that_does_not_respond_takes_no_jobs()
    {
        string line = "n1".PadRight(256) + "gpu*".PadRight(256) + "down*".PadRight(64) + "0/0/8/8".PadRight(64) + "64000".PadRight(32)
            + "gpu:2".PadRight(512) + "gpu:0".PadRight(512) + "Not responding".PadRight(256);

        SlurmNode node = Assert.Single(SlurmOutput.Nodes($"{line}\nsinfo: error: text\n"));

        Assert.Equal(("n1", "gpu", "down", false, 8, "Not responding"),
            (node.Name, node.Partition, node.State, node.TakesJobs, node.Processors, node.Reason));
    }
}
