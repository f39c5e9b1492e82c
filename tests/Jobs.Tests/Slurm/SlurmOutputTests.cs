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
